"""Word files: what a reader of the document sees, in its order, once."""

from pathlib import Path

from index.articles import read_articles
from index.types import Article
from tests.index.formats.writing import docx


def read_docx(folder: Path, body: str) -> Article:
    path = folder / "a.docx"
    path.write_bytes(docx(body))
    [article] = read_articles([path])
    assert isinstance(article, Article)
    return article


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_runs_tabs_and_breaks(tmp_path: Path) -> None:
    body = f"<w:p>{run('The ')}{run('bridge')}<w:r><w:tab/><w:t>is</w:t><w:br/><w:t>open.</w:t></w:r></w:p>"
    assert read_docx(tmp_path, body).text == "The bridge is\n\nopen."


def test_what_was_struck_out_or_is_a_field_code_is_not_text(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('The bridge is ')}<w:del><w:r><w:delText>closed</w:delText></w:r></w:del>"
        f"<w:ins>{run('open')}</w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert read_docx(tmp_path, body).text == "The bridge is open"


def test_a_text_box_is_read_once_and_tables_cell_by_cell(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p>{run('Boxed.')}</w:p></w:txbxContent>"
    twice = f"<w:r><AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent></w:r>"
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('One')}</w:p></w:tc><w:tc><w:p>{run('Two')}</w:p></w:tc></w:tr></w:tbl>"
    assert read_docx(tmp_path, f"<w:p>{run('Before.')}{twice}</w:p>{table}").text == "Boxed.\n\nBefore.\n\nOne\n\nTwo"


def test_a_paragraph_in_the_title_style_is_the_title(tmp_path: Path) -> None:
    title = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>{run("Bridge open")}</w:p>'
    article = read_docx(tmp_path, f"{title}<w:p>{run('It opened on Monday.')}</w:p>")
    assert (article.title, article.title_derived, article.text) == ("Bridge open", False, "It opened on Monday.")


def test_hidden_text_is_not_read(tmp_path: Path) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t> Nobody sees this.</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> All see this.</w:t></w:r>'
    mark = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>"
    assert read_docx(tmp_path, f"<w:p>{mark}{run('The bridge is open.')}{hidden}{shown}</w:p>").text == (
        "The bridge is open. All see this."
    )
