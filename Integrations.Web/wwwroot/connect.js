// For pages behind links to connect: follows the reader's theme, as no one is known there who could have chosen one.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    root.dataset.theme = dark.matches ? "dark" : "light";
    document.querySelector("meta[name=color-scheme]")?.setAttribute("content", root.dataset.theme);
  };
  follow();
  dark.addEventListener("change", follow);
})();
