"""What several audiences read alike: words, values of views, and how they are made."""
