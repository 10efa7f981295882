"""Clippings in the browser: set the page up, then draw the page that the address names."""

import streamlit as st

from ui.chat import show_chat
from ui.conversations import settle_conversation
from ui.desk import open_desk
from ui.guard import plain_words, show_trouble
from ui.library import show_library
from ui.look import ICON, apply_look
from ui.quotation import show_quotation
from ui.sidebar import show_sidebar

st.set_page_config(page_title="Clippings", page_icon=ICON, layout="wide")
apply_look()

chat = st.Page(show_chat, title="Chat", default=True)
articles = st.Page(show_library, title="Articles", url_path="articles")
quotation = st.Page(show_quotation, title="Check a quotation", url_path="quotation")
page = st.navigation([chat, articles, quotation], position="hidden")

with plain_words():
    desk = open_desk()
    settle_conversation(desk, on_chat=page is chat)
    show_sidebar(desk, chat, articles, quotation, on_chat=page is chat)
    show_trouble()
    page.run()
