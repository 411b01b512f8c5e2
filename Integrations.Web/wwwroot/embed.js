// For embedded widgets: follows the reader's theme where the page asks for none, and looks again every minute while it is seen.
(() => {
  const root = document.documentElement;
  if (root.dataset.follows === "system") {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => { root.dataset.theme = dark.matches ? "dark" : "light"; };
    follow();
    dark.addEventListener("change", follow);
  }

  setInterval(() => {
    if (!document.hidden) {
      location.reload();
    }
  }, 60000);
})();
