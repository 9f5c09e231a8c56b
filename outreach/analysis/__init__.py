"""Tables and figures for people, made with pandas."""
