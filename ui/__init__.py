"""The chat, the article beside it and the Articles page; the only package besides app.py that imports streamlit."""
