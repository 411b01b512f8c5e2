// For embedded widgets: follows the reader's theme where the page asks for none, looks again every minute while it is seen, and
// tells the page around it how high it is.
(() => {
  const root = document.documentElement;
  if (root.dataset.follows === "system") {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => { root.dataset.theme = dark.matches ? "dark" : "light"; };
    follow();
    dark.addEventListener("change", follow);
  }

  // Only to origins that may frame it: the message says nothing else, but a page that got around the policy is told nothing either.
  const allowed = (root.dataset.origins ?? "").split(" ").filter(Boolean);
  const around = () => {
    // Firefox has no ancestorOrigins; there the page that asked for the frame is the one around it, unless it hides itself.
    if (location.ancestorOrigins?.length) return location.ancestorOrigins[0];
    try { return new URL(document.referrer).origin; } catch { return null; }
  };
  const told = around();
  const origins = told ? allowed.filter((origin) => origin === told) : allowed;
  if (window.parent !== window && origins.length > 0) {
    document.addEventListener("DOMContentLoaded", () => {
      const main = document.querySelector("main");
      const tell = () => {
        const below = parseFloat(getComputedStyle(document.body).paddingBottom) || 0;
        const height = Math.ceil(main.getBoundingClientRect().bottom + window.scrollY + below);
        for (const origin of origins) window.parent.postMessage({ type: "integrations:height", height }, origin);
      };
      new ResizeObserver(tell).observe(main);
    });
  }

  setInterval(() => {
    if (!document.hidden) {
      location.reload();
    }
  }, 60000);
})();
