// The command palette's keys. What it offers comes over the circuit; opening, moving and choosing need no way there and back.
(() => {
  const box = () => document.getElementById("palette");
  const input = () => document.getElementById("palette-words");
  const list = () => document.getElementById("palette-hits");
  const lines = () => [...list().querySelectorAll("[role=option]")];
  const chosen = () => list().querySelector("[aria-selected=true]");
  let waits = false;
  let watched = null;

  const choose = line => {
    for (const other of lines()) {
      other.setAttribute("aria-selected", String(other === line));
    }
    if (line) {
      input().setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    } else {
      input().removeAttribute("aria-activedescendant");
    }
  };

  const isUpToDate = () => list().dataset.words === input().value.trim();

  // What was found has changed: the first line is the chosen one, and an Enter that came too soon is done now.
  const look = () => {
    choose(lines()[0]);
    if (waits && isUpToDate()) {
      waits = false;
      chosen()?.click();
    }
  };

  const ask = () => input().dispatchEvent(new Event("input", { bubbles: true }));

  const open = () => {
    if (!box() || document.querySelector(".shell[data-interactive=true]") === null) {
      return false;
    }
    if (!box().open) {
      if (watched !== list()) {
        watched = list();
        new MutationObserver(look).observe(watched, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-words"] });
      }
      waits = false;
      input().value = "";
      box().showModal();
      input().focus();
      ask();
      choose(lines()[0]);
    }
    return true;
  };

  window.hubPalette = { open };

  document.addEventListener("keydown", event => {
    if (event.target.id !== "palette-words") {
      return;
    }
    const all = lines();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length > 0) {
      event.preventDefault();
      choose(all[(all.indexOf(chosen()) + step + all.length) % all.length]);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (isUpToDate()) {
        chosen()?.click();
      } else {
        waits = true;
      }
    }
  });

  document.addEventListener("click", event => {
    const on = selector => event.target.closest?.(selector);
    // A tap on the search box of the top bar opens it too: a phone has no Ctrl.
    if (on("#quick-search") && open()) {
      event.preventDefault();
    } else if (on("[data-palette-close], #palette [role=option]") || event.target === box()) {
      box().close();
    }
  });
})();
