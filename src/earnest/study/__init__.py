"""Questions asked of many records: what separates raters, which items to keep, what a pack gives away."""
