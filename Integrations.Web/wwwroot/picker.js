// Keeps the choice that the arrow keys reached in view; the focus stays in the search box.
export const reveal = id => document.getElementById(id)?.scrollIntoView({ block: "nearest" });

// Enter takes the choice that the arrow keys reached; without one it sends the form, as in every other field.
export const choosesByEnter = id => document.getElementById(id)?.addEventListener("keydown", event => {
  if (event.key === "Enter" && event.target.getAttribute("aria-activedescendant")) { event.preventDefault(); }
});
