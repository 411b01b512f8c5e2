// Keeps the choice that the arrow keys reached in view; the focus stays in the search box.
export const reveal = id => document.getElementById(id)?.scrollIntoView({ block: "nearest" });

// Fields where an arrow key was pressed: which choice it reached is only known once the server has answered, and Enter may come before that.
const reaching = new WeakSet();

// Enter takes the choice that the arrow keys reached; without one it sends the form, as in every other field. A field that only adds to a list never sends it.
export const choosesByEnter = (id, isAdding) => {
  const input = document.getElementById(id);
  if (!input) { return; }
  const forget = () => reaching.delete(input);
  input.addEventListener("keydown", event => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      reaching.add(input);
    } else if (event.key === "Escape") {
      forget();
    } else if (event.key === "Enter" && (isAdding || reaching.has(input) || input.getAttribute("aria-activedescendant"))) {
      event.preventDefault();
    }
  });
  input.addEventListener("input", forget);
  input.addEventListener("blur", forget);
};

// The server has taken the choice, or there was none: the next Enter sends the form again.
export const sendsByEnter = id => { reaching.delete(document.getElementById(id)); };
