"""Articles from the web: single pages and feeds, asked politely and kept as files that ``index.formats`` reads."""
