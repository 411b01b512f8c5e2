// Theme, rail and drawer. They work before, without and after a circuit, so they live on <html> and not in a component.
(() => {
  const root = document.documentElement;

  // What a field holds, and how a script puts something there so that its page hears it: for drafts, and for what was typed early.
  const valueOf = field => field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
  window.hubFields = {
    valueOf,
    put: (field, value) => {
      if (valueOf(field) === value) {
        return false;
      }
      if (typeof value === "boolean") {
        field.click();
      } else {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      return true;
    },
  };

  const remember = (name, value) => {
    document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
  };

  // Times are shown in the person's own zone; the server learns it here.
  remember("hub-zone", Intl.DateTimeFormat().resolvedOptions().timeZone ?? "UTC");

  const show = theme => {
    root.dataset.theme = theme;
    document.querySelector("meta[name=color-scheme]").content = theme;
  };

  // First visit: follow the system, and let the server know for the next page.
  if (!document.cookie.includes("hub-theme=")) {
    const theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    remember("hub-theme", theme);
    show(theme);
  }

  const drawer = open => {
    root.toggleAttribute("data-drawer", open);
    document.querySelector("[data-drawer-toggle]")?.setAttribute("aria-expanded", String(open));
    (open ? document.querySelector("#rail a") : document.querySelector("[data-drawer-toggle]"))?.focus();
  };

  document.addEventListener("click", event => {
    const on = selector => event.target.closest?.(selector);
    if (on("[data-theme-switch]")) {
      const theme = root.dataset.theme === "dark" ? "light" : "dark";
      remember("hub-theme", theme);
      show(theme);
    } else if (on("[data-rail-fold]")) {
      root.dataset.rail = root.dataset.rail === "icons" ? "open" : "icons";
      remember("hub-rail", root.dataset.rail);
    } else if (on("[data-drawer-toggle]")) {
      drawer(!root.hasAttribute("data-drawer"));
    } else if (root.hasAttribute("data-drawer") && on("[data-drawer-close], #rail a")) {
      drawer(false);
    }

    if (on("[data-shortcuts]")) {
      document.getElementById("shortcuts")?.showModal();
    } else if (on("[data-shortcuts-close]")) {
      document.getElementById("shortcuts").close();
    }

    const copy = on("[data-copy]");
    if (copy) {
      const source = document.getElementById(copy.dataset.copy);
      navigator.clipboard?.writeText(source.value ?? source.textContent);
      const words = copy.querySelector("[data-copied]");
      const before = words.textContent;
      words.textContent = words.dataset.copied;
      setTimeout(() => { words.textContent = before; }, 1600);
    }

    for (const menu of document.querySelectorAll("details.account[open]")) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    }
  });

  // The one menu of a list opens at the button of the row that was asked about, below it or, where there is no room, above.
  let rowButton = null;
  document.addEventListener("click", event => {
    rowButton = event.target.closest?.("[data-row-menu]") ?? rowButton;
  }, true);
  window.hubMenu = {
    open: menu => {
      if (!menu?.isConnected || !rowButton?.isConnected) {
        return;
      }
      menu.showPopover();
      const at = rowButton.getBoundingClientRect();
      const below = at.bottom + menu.offsetHeight + 8 < innerHeight;
      menu.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - menu.offsetHeight - 4)}px`;
      menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
      // Escape leads back to the button: the browser remembers who had the focus.
      menu.querySelector("a, button")?.focus();
    },
  };
  document.addEventListener("click", event => {
    const menu = event.target.closest?.(".menu-paper[popover]");
    if (menu && event.target.closest("a, button")) {
      menu.hidePopover();
    }
  });

  // A form that was refused: the first wrong field gets the focus, as the browser would give it to one of its own finding.
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.noValidate) {
      const looking = new MutationObserver(() => {
        const wrong = form.querySelector("[aria-invalid=true]");
        if (wrong) {
          looking.disconnect();
          wrong.focus();
        }
      });
      looking.observe(form, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-invalid"] });
      setTimeout(() => looking.disconnect(), 10000);
    }
  });

  document.addEventListener("change", event => {
    if (event.target.matches?.("[data-language]")) {
      remember("hub-language", event.target.value);
      location.reload();
    }
  });

  // A password that a page asks for in place is posted beside its circuit; the page hears only that it was right.
  document.addEventListener("submit", async event => {
    const form = event.target.closest?.("form[data-confirm-password]");
    if (!form) {
      return;
    }

    event.preventDefault();
    const said = form.querySelector("[data-confirm-refusal]");
    const body = new URLSearchParams(new FormData(form));
    form.querySelector("input[type=password]").value = "";
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (answer.status === 204) {
        form.querySelector("[data-confirmed]").click();
      } else {
        said.textContent = answer.status === 400 ? await answer.text() : form.dataset.refused;
      }
    } catch {
      said.textContent = form.dataset.unreachable;
    }
  });

  document.addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      // Without a circuit there is nothing to offer, and the search box has the same key.
      if (!hubPalette.open()) {
        (document.querySelector(".search-page input") ?? document.getElementById("quick-search"))?.focus();
      }
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest?.("[data-arrows], [role=search]")) {
      // From the search box into the results and along them.
      const links = [...document.querySelectorAll("[data-arrows] .row a")];
      const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      if (links.length > 0 && (next >= 0 || event.target.closest("[data-arrows]"))) {
        event.preventDefault();
        (links[next] ?? document.querySelector("main [role=search] input"))?.focus();
      }
    } else if (event.key === "?" && !event.target.closest?.("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      document.getElementById("shortcuts")?.showModal();
    } else if (event.key === "Escape" && root.hasAttribute("data-drawer")) {
      drawer(false);
    }
  });
})();
