"""Clippings in the browser: set the page up, then draw the page that the address names."""

import streamlit as st

from ui.chat import show_chat
from ui.conversations import settle_conversation
from ui.desk import open_desk
from ui.exporting import show_export
from ui.guard import plain_words, show_trouble
from ui.kept import show_kept
from ui.library import show_library
from ui.look import ICON, apply_look
from ui.permalink import PATH
from ui.quotation import show_quotation
from ui.settings import show_settings
from ui.sidebar import show_sidebar
from ui.user import is_somebody, show_login

st.set_page_config(page_title="Clippings", page_icon=ICON, layout="wide")
apply_look()

chat = st.Page(show_chat, title="Chat", default=True)
articles = st.Page(show_library, title="Articles", url_path="articles")
quotation = st.Page(show_quotation, title="Check a quotation", url_path="quotation")
settings = st.Page(show_settings, title="Settings", url_path="settings")
answer = st.Page(show_kept, title="Answer", url_path=PATH)
page = st.navigation([chat, articles, quotation, settings, answer], position="hidden")

with plain_words():
    if not is_somebody():
        show_login()
        st.stop()
    desk = open_desk()
    settle_conversation(desk, page.url_path)
    show_sidebar(desk, chat, articles, quotation, settings, on_chat=page is chat)
    show_trouble()
    show_export(desk)
    page.run()
