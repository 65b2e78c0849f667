"""The documents that are filed for a carbon-neutral event: plan, accounting report, declaration."""

from carbonmeet.view.pages.documents.build import DOCUMENTS, build_document

__all__ = ["DOCUMENTS", "build_document"]
