"""What is shown of the platform's health where HTTP is special: a page, a feed, badges, figures."""
