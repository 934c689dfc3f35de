"""The login page: plain HTML without scripts, in Chinese or English."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from desk.guard import SESSION_COOKIE, Access, RefusedError, address_of
from desk.observing import Figures
from desk.sessions import LONGEST_S

# Every word on the page: key → (Chinese, English).
TEXTS = {
    "title": ("问政 · 登录", "Wenzheng · Log in"),
    "heading": ("问政 Wenzheng", "Wenzheng 问政"),
    "name": ("用户名", "User name"),
    "password": ("密码", "Password"),
    "submit": ("登录", "Log in"),
    "wrong": ("用户名或密码不对。", "That name and password do not fit."),
    "throttled": ("密码错误次数过多,请几分钟后再试。", "Too many wrong passwords: wait a few minutes."),
    "other": ("English", "中文"),
    "lost": ("忘记密码?请联系管理员。", "Forgotten it? Ask whoever runs this server."),
}
LANGUAGES = ("zh", "en")

STYLE = """
:root { color-scheme: light dark; font-family: system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center;
  background: light-dark(#f1f5f9, #0f172a); color: light-dark(#0f172a, #e2e8f0); }
main { width: min(22rem, 100vw - 3rem); padding: 2rem 1.8rem; border-radius: 14px;
  background: light-dark(#fff, #1e293b); box-shadow: 0 8px 30px rgb(15 23 42 / .12); }
h1 { font-size: 1.35rem; margin: 0 0 1.4rem; }
label { display: block; font-size: .9rem; margin: 0 0 1rem; }
input { display: block; box-sizing: border-box; width: 100%; margin-top: .35rem; padding: .6rem .7rem;
  font: inherit; background: transparent; color: inherit;
  border: 1px solid light-dark(#cbd5e1, #475569); border-radius: 8px; }
button { width: 100%; padding: .65rem; font: inherit; font-weight: 600; color: #fff; background: #2563eb;
  border: 0; border-radius: 8px; cursor: pointer; }
:is(input, button, a):focus-visible { outline: 2px solid #2563eb; outline-offset: 2px; }
[role=alert] { color: light-dark(#b91c1c, #fca5a5); font-size: .9rem; margin: 0 0 1rem; }
footer { display: flex; justify-content: space-between; gap: 1rem; margin-top: 1.2rem;
  font-size: .8rem; opacity: .75; }
a { color: inherit; }
"""


def login_page(
    language: str, target: str, *, name: str = "", problem: str | None = None, status: int = 200
) -> Response:
    """The page; ``problem`` is a key of ``TEXTS``."""

    def word(key: str) -> str:
        return escape(TEXTS[key][LANGUAGES.index(language)])

    alert = f'<p role="alert">{word(problem)}</p>' if problem else ""
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    switch = f"/login?lang={other}&amp;next={quote(target, safe='')}"
    body = f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{word("title")}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head>
<body><main><h1>{word("heading")}</h1>{alert}
<form method="post" action="/login?lang={language}">
<input type="hidden" name="next" value="{escape(target)}">
<label>{word("name")}
<input name="name" value="{escape(name)}" autocomplete="username" required autofocus></label>
<label>{word("password")}
<input name="password" type="password" autocomplete="current-password" required></label>
<button>{word("submit")}</button></form>
<footer><span>{word("lost")}</span><a href="{switch}" lang="{other}">{word("other")}</a></footer>
</main></body></html>"""
    return HTMLResponse(body, status_code=status)


def page_language(request: Request) -> str:
    """'zh' or 'en': the one that was chosen, else whichever the browser names first, else 'zh'."""
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        return chosen
    for accepted in request.headers.get("accept-language", "").lower().split(","):
        for language in LANGUAGES:
            if accepted.strip().startswith(language):
                return language
    return "zh"


def own_target(target: str) -> str:
    """Where to go after login: a path of ours, whatever a link made of it."""
    is_own = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if is_own and "\\" not in target else "/"


def show_login(request: Request) -> Response:
    """GET /login."""
    return login_page(page_language(request), own_target(request.query_params.get("next", "/")))


async def log_in(request: Request, access: Access, figures: Figures) -> Response:
    """POST /login: a session cookie and on to the page, or the form again."""
    form = await request.form(max_files=0, max_fields=10)
    name, password = (str(form.get(field, "")) for field in ("name", "password"))
    target, language = own_target(str(form.get("next", "/"))), page_language(request)
    if access.sessions is None:
        return RedirectResponse("/", status_code=303)
    try:
        person = await access.check(name, password, address_of(request))
    except RefusedError as refused:
        figures.logins.labels("throttled").inc()
        page = login_page(language, target, name=name, problem="throttled", status=refused.status)
        page.headers["retry-after"] = str(int(refused.retry_s or 0) + 1)
        return page
    if person is None:
        figures.logins.labels("wrong").inc()
        return login_page(language, target, name=name, problem="wrong", status=401)
    figures.logins.labels("right").inc()
    response = RedirectResponse(target, status_code=303)
    response.set_cookie(
        SESSION_COOKIE,
        access.sessions.begin(person.name),
        max_age=int(LONGEST_S),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


def log_out(request: Request, access: Access) -> Response:
    """POST /logout: the session is over on the server too."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie and access.sessions is not None:
        access.sessions.end(cookie)
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(SESSION_COOKIE)
    return response
