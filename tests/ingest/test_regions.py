import pytest

from ingest import Level
from ingest.regions import NATION, find_region, find_regions, leading_region, named


@pytest.mark.parametrize(
    ("name", "official", "level", "code", "province", "city"),
    [
        ("驻马店市", "驻马店市", Level.MUNICIPAL, "411700", "河南省", "驻马店市"),
        ("驻马店", "驻马店市", Level.MUNICIPAL, "411700", "河南省", "驻马店市"),
        ("河南", "河南省", Level.PROVINCIAL, "410000", "河南省", None),
        ("吉林", "吉林省", Level.PROVINCIAL, "220000", "吉林省", None),
        ("内蒙古", "内蒙古自治区", Level.PROVINCIAL, "150000", "内蒙古自治区", None),
        ("恩施", "恩施土家族苗族自治州", Level.MUNICIPAL, "422800", "湖北省", "恩施土家族苗族自治州"),
        ("重庆", "重庆市", Level.PROVINCIAL, "500000", "重庆市", "重庆市"),
        ("浦东新区", "浦东新区", Level.COUNTY, "310115", "上海市", "上海市"),
        ("济源市", "济源市", Level.COUNTY, "419001", "河南省", "济源市"),
        ("莱芜市", "莱芜市", Level.MUNICIPAL, "371200", "山东省", "莱芜市"),
        ("河南省信阳市浉河区", "浉河区", Level.COUNTY, "411502", "河南省", "信阳市"),
    ],
)
def test_a_name_gives_its_division(name, official, level, code, province, city):
    region = find_region(name)
    assert region is not None
    assert (region.name, region.level, region.code, region.province, region.city) == (
        official,
        level,
        code,
        province,
        city,
    )


def test_a_county_name_that_several_cities_share_is_settled_by_its_city_or_not_at_all():
    beijing = find_region("北京市")
    assert find_region("朝阳区") is None
    assert beijing is not None
    district = named("朝阳区", within=beijing)
    assert district is not None
    assert district.code == "110105"


def test_the_whole_country_has_no_province():
    assert find_region("全国") == NATION
    assert NATION.level is Level.NATIONAL


@pytest.mark.parametrize(
    ("written", "name", "end", "province", "city"),
    [
        ("云川市人民政府办公室", "云川市", 3, None, "云川市"),
        ("澜江省财政厅", "澜江省", 3, "澜江省", None),
        ("澜江省云川市科学技术局", "云川市", 6, "澜江省", "云川市"),
        ("杭州市临海区人民政府", "临海区", 6, "浙江省", "杭州市"),
    ],
)
def test_an_unknown_name_at_the_start_is_read_by_its_form_and_has_no_code(written, name, end, province, city):
    mention = leading_region(written)
    assert mention is not None
    assert (mention.region.name, mention.end, mention.region.code) == (name, end, None)
    assert (mention.region.province, mention.region.city) == (province, city)


@pytest.mark.parametrize(
    "words", ["上市公司监管办法", "城市更新办法", "开发区管理办法", "全省科技工作", "王某诉安徽省怀宁县"]
)
def test_ordinary_words_are_no_places(words):
    assert leading_region(words) is None


def test_mentions_are_read_left_to_right_with_the_longest_chain():
    text = "河南省信阳市和驻马店市学习深圳经验"
    assert [(m.region.name, text[m.start : m.end]) for m in find_regions(text)] == [
        ("信阳市", "河南省信阳市"),
        ("驻马店市", "驻马店市"),
        ("深圳市", "深圳"),
    ]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("岚东区国家级小巨人", []),
        ("高新区的企业", []),
        ("市和县两级财政", []),
        ("建成县级服务中心", []),
        ("攀枝花市东区", ["东区"]),
        ("河北赵县", ["赵县"]),
        ("庆阳环县", ["庆阳市", "环县"]),
        ("在环县办厂", ["环县"]),
        ("和田市和县城", ["和田市"]),
    ],
)
def test_a_name_that_is_part_of_many_words_is_a_place_only_after_its_own_or_alone(words, names):
    assert [mention.region.name for mention in find_regions(words)] == names
