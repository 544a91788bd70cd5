"""The demo's people and conversations: what they say stands as data, and every row is made by the app's own actions."""
