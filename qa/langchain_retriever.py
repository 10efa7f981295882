"""Our retriever as LangChain's, so that anyone's chain can use the index."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.snapshot import Index
from qa.retriever import HybridRetriever


class ClippingsRetriever(BaseRetriever):
    """``ClippingsRetriever(index=…, retriever=…, k=5).invoke("question")`` gives the best passages as Documents.

    Each Document's metadata has passage_id, article_id, title, publisher, published (ISO date), source, url, start,
    end and score; ``start`` and ``end`` count characters of the article's text.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    retriever: HybridRetriever
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        with self.index.snapshot() as snapshot:
            documents = []
            for hit in self.retriever.retrieve(snapshot, query, self.k):
                article = snapshot.article(hit.passage.article_id)
                metadata: dict[str, Any] = {
                    "passage_id": hit.passage.id,
                    "article_id": hit.passage.article_id,
                    "start": hit.passage.start,
                    "end": hit.passage.end,
                    "score": hit.score,
                }
                if article:
                    metadata |= {
                        "title": article.title,
                        "publisher": article.publisher,
                        "published": article.published.isoformat() if article.published else None,
                        "source": article.source,
                        "url": article.url,
                    }
                documents.append(Document(page_content=hit.passage.text, metadata=metadata))
            return documents
