"""The page that is sent when Django cannot answer at all: one constant, no template, no database."""

from __future__ import annotations

import base64
import hashlib

from causeway.ops.headers import public_headers

STYLE = (
    "body{margin:0 auto;max-inline-size:34rem;padding:4rem 1.25rem;font:1.125rem/1.6 system-ui,sans-serif;"
    "color:#1a1a1a;background:#fff}h1{font-size:1.5rem;line-height:1.3}"
    "@media(prefers-color-scheme:dark){body{color:#f2f2f2;background:#161616}}"
)
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
FAILURE_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
    f"<title>This site cannot answer just now</title><style>{STYLE}</style></head><body><main>"
    "<h1>This site cannot answer just now</h1>"
    "<p>The fault is on our side, and nothing you sent was kept. Please try again in a few minutes.</p>"
    '<p lang="zh-Hant-HK">網站暫時未能回應，你剛才提交的內容沒有保存。請稍後再試。</p>'
    "</main></body></html>"
).encode()
FAILURE_HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(FAILURE_PAGE))),
    ("Cache-Control", "no-store"),
    ("Retry-After", "30"),
    *public_headers(STYLE_HASH).items(),
)
