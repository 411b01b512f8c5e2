// Keeps the choice that the arrow keys reached in view; the focus stays in the search box.
export const reveal = id => document.getElementById(id)?.scrollIntoView({ block: "nearest" });
