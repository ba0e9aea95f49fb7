"""Knowledge: articles, videos and documents that answer a question before it becomes a ticket."""
