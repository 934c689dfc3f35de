"""Word lists that tell what a figure in a policy is for, as data."""

from __future__ import annotations

from ingest.types import Instrument

# What is given, by the word for it. In a clause the specific kinds come first: 贷款贴息 is no loan.
INSTRUMENT_OF = {
    "贴息": Instrument.INTEREST_SUBSIDY,
    "利息补贴": Instrument.INTEREST_SUBSIDY,
    "利息补助": Instrument.INTEREST_SUBSIDY,
    "风险补偿": Instrument.GUARANTEE,
    "担保费": Instrument.GUARANTEE,
    "担保": Instrument.GUARANTEE,
    "保费": Instrument.GUARANTEE,
    "代偿": Instrument.GUARANTEE,
    "奖励": Instrument.AWARD,
    "奖补": Instrument.AWARD,
    "奖金": Instrument.AWARD,
    "嘉奖": Instrument.AWARD,
    "补助": Instrument.SUBSIDY,
    "补贴": Instrument.SUBSIDY,
    "资助": Instrument.SUBSIDY,
    "津贴": Instrument.SUBSIDY,
    "补偿": Instrument.SUBSIDY,
    "返还": Instrument.SUBSIDY,
    "扶持": Instrument.SUBSIDY,
    "支持": Instrument.SUBSIDY,
    "创新券": Instrument.SUBSIDY,
    "贷款": Instrument.LOAN,
    "授信": Instrument.LOAN,
    "专项资金": Instrument.FUND,
    "资金池": Instrument.FUND,
    "引导资金": Instrument.FUND,
    "发展资金": Instrument.FUND,
    "基金": Instrument.FUND,
    "经费": Instrument.SUBSIDY,
    "配套": Instrument.SUBSIDY,
    "税率": Instrument.TAX,
    "加计扣除": Instrument.TAX,
    "减征": Instrument.TAX,
    "免征": Instrument.TAX,
    "所得税": Instrument.TAX,
    "增值税": Instrument.TAX,
}
FUND_NOUNS = "专项资金|引导资金|发展资金|资金池|基金"
# These decide wherever they stand in the clause, even beside 补助 or 给予.
OVERRIDING = ("贴息", "利息补贴", "利息补助", "风险补偿", "担保费", "保费", "加计扣除", "税率")

# Verbs that give; a figure after one of them in the same clause is what is given.
GIVING_VERBS = (
    "给予|予以|奖励|奖补|补助|补贴|资助|发放|支持|扶持|安排|设立|组建|提供|贴息|返还|补偿|授信|享受|"
    "额度|标准|比例|提高到|提高至|上浮|降至|降低至|拨付"
)
# Where the part of a clause that gives begins; what stands before it says to whom.
GIVING_STARTS = (
    "给予|予以|按照|按(?![时期月年季规有要程])|一次性|分别|最高|每家|每个|每年|每人|每户|每项|每件|每月|单个|"
    "(?:由|经)?(?:省|市|县|区|中央)?(?:、(?:市|县|区))*(?:级|本级)?(?:财政|政府)(?:部门)?(?:资金)?|由|再|另行|另|可|"
    "实行|采取|奖励|奖补|补助|补贴|资助|发放|享受|返还|补偿|减按|减半|暂退|收取|降至|各|均|不超过|累计|合计|达到|同一|"
    "上浮|提高"
)
# The verbs that open the giving part in an earlier clause than the figure's: 进行资助，最高不超过300万元.
STRONG_GIVING_STARTS = (
    "给予|予以|减按|进行[^，。；]{0,4}?(?:奖励|补助|资助|补贴|扶持|支持)|按照|按(?=[^，。；]{0,30}[%％])|"
    "一次性(?:奖励|补助)|(?:市|县|区|省)级?财政"
)
# Heads of the noun phrases that benefit.
BENEFICIARIES = (
    "企业|单位|机构|运营方|运营商|服务商|贷款(?!额度|利率|贴息|余额)|研究生|技师|工程师|平台|中心|孵化器|众创空间|加速器|园区|基地|项目|人才|个人|人员|团队|高校|院校|院所|实验室|工作站|联盟|"
    "联合体|研究院|合作社|家庭农场|农户|商户|个体工商户|个体户|集群|工厂|车间|产品|品牌|标准|专利|银行|担保公司|公司|毕业生|"
    "劳动者|纳税人|学生|工人|工作者|老人|儿童|残疾人|教师|科学家|创业者|农民工|劳动力|居民|贫困户|用户|客户|医生|护士|青年|"
    "职工|员工|专家|博士|硕士|院士|医院|学校|协会|组织|主体|开发区|示范区|县区|乡镇|载体|会展|展会|业主|承租人|家庭"
)
# Heads that close an adverbial, not a name: 在…的基础上, 按照…的原则.
ADVERBIAL_HEADS = (
    "基础上|前提下?|原则|标准|比例|方式|条件下?|情况下?|情形|要求|规定|过程中|范围内?|名义|办法|程序|期间|时间|"
    "部分|额度"
)
# Words in place of a name: the beneficiary is the one named before.
PRONOUNS = "每|单个|单家|单户|单一|其|该|上述|同一|此类|这类|以上|前述"
# Text before a benefit that names nobody: connecting words, conditions of procedure.
EMPTY_LEADS = (
    "其中|同时|此外|另外|并且|并|且|在此基础上|对符合条件的|经认定后|经审核后|经评审后|经批准后|原则上|上述|"
    "一是|二是|三是|四是|五是|六是|首次|再|原则同意|同意"
)

# Verbs of aims and of what was done; the figure follows them (达到100家) or a noun in between (培育企业50家).
REACHING_VERBS = (
    "达到|达|突破|超过|超|增长到|增加到|提高到|提高至|提升到|提升至|增至|升至|降至|降到|降低到|下降到|控制在|保持在|稳定在|"
    "不低于|不少于|不超过|为|占|增长|增加|提高|提升|下降|降低|减少|翻一番|实现|完成|位居"
)
MAKING_VERBS = (
    "新培育引进|新增培育|培育认定|培育壮大|引进培育|培育|新培育|新增|新建成|新建|新认定|认定|建成|建设|建立|打造|组建|引进|"
    "引育|实施|开展|举办|形成|创建|获批|获评|获得|入选|入围|推广|改造|完成|实现|争取|拨付|发放|落实|兑付|投入|安排|转化|"
    "突破|攻克|制定|制修订|签约|开工|投产|吸纳|培训|遴选|选派|选聘|征集|推荐|申请|授权|备案|吸引|集聚|支持|帮助|服务|推动|"
    "促成|达成|融合|确定|选聘|下达|承担|参加|发展|扶持|储备|增设|扩建|筹集|设立|孵化|评选|梳理|出台|举行|组织|对接|聚集|引导|带动|惠及|办理|减免|为企业节约|撬动|新注册|登记|布局"
)
# Of these the last one in a stretch opens the name: 以“直通车”方式落实奖励资金.
PLAIN_MAKING_VERBS = (
    "培育|新增|新建成|新建|新认定|建成|打造|组建|引进|获批|落实|争取|拨付|兑付|发放|遴选|选聘|征集|梳理|下达|惠及|创建|"
    "确定|融合|推荐|累计完成|带动|吸纳|选派"
)
# Words before the noun of an aim that belong to no name.
AIM_LEADS = (
    "到|至|力争到|力争|确保|争取|计划|拟|将|实现|全市|全省|全县|全区|我市|我省|我县|我区|全年|年内|今年|每年|年均|累计|"
    "共|已经|已|先后|使|其中|目前|截至目前|截至|截止|市级|使得|推动|努力|并|和|及|与|总计|合计|共计|为|同时|再|"
    "一是|二是|三是|四是|五是|分别|各|均|至少|不少于|不低于|成功|积极|建有|拥有|现有|共有|有(?!效|限|关|机|色|研发)"
)
# A subject that only repeats the one before it: 培育高新技术企业75家、总数达到443家.
REPEATING_SUBJECTS = "总数|总量|总额|累计|累计总数|共计|合计|其中|总规模|数量|总共|同比|占比|存量|增速|规模"

AIM_MARKERS = "力争|确保|争取|计划|到20\\d\\d年|到“|年均|每年|目标|预期|努力"
# Figures of punishments and of legal thresholds are no aims.
PENALTY_MARKERS = "罚款|处罚|违反|责令|没收|情节严重|有期徒刑|拘留|违法所得|滞纳金|追究"
AIM_HEADINGS = "目标|任务|指标|计划"
DONE_MARKERS = (
    "目前|截至|截止|已(?!认定|获|享受|备案|纳入|列入|入驻|投)|累计(?:完成|实现|发放|争取|拨付|获|培育|达)|同比|去年|"
    "以来|共(?:争取|完成|获|有|建|发放|培育)|全年共|近[一二三两]年[，,来]|实现了|取得了"
)
# These tell what was done only where the section reports; elsewhere they set conditions (对新入选…的).
REPORTED_MARKERS = "获批|获评|入选|新增|兑付|拨付|上年(?!度)"
FUTURE_MARKERS = "力争|确保|将(?!.{0,6}拨付)|拟|计划|争取到|到20\\d\\d年|下一步|目标|努力|预计|全年力争"

# Headings and sentences that set conditions, not benefits or aims.
CONDITION_HEADINGS = "条件|范围|对象|标准与程序|程序|材料|时限|流程"
CONDITION_MARKERS = (
    "应当(?:符合|具备|同时|满足)|须(?:同时)?(?:符合|具备|满足)|符合(?:下列|以下)|具备(?:下列|以下)|条件"
)

# Who leads, by preference; responsible units count only where nobody leads.
DEPARTMENT_LABELS = (
    "牵头单位|牵头部门|牵头责任单位|牵头链长单位|牵头",
    "责任单位|责任部门|对接部门|负责部门|主管部门|实施单位|落实单位|承办单位|主办单位|负责单位",
)
# Headings whose text tells what was done, and those that plan, which win.
REPORTING_HEADINGS = "工作开展|开展情况|完成情况|工作情况|主要做法|成效|进展|办理情况|现状|基础|起草背景"
PLANNING_HEADINGS = "下一步|下步|打算|计划|目标"
