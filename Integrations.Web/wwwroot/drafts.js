// Keeps what is typed in forms marked data-draft over a reload and over a server that was away: in this tab only, until the form
// is sent, left or thrown away. Passwords, addresses (they may hold keys) and whatever is marked data-no-draft are never kept.
(() => {
  const start = "draft:";
  const never = "[type=password], [type=url], [type=file], [type=hidden], [type=search], [autocomplete=new-password], [readonly], [data-no-draft]";
  const fields = form => [...form.querySelectorAll("input, textarea, select")].filter(field => keyOf(field) && !field.matches(never));
  const keyOf = field => field.dataset.draftField ?? field.id;
  const nameOf = form => start + location.pathname + " " + form.dataset.draft;
  const { valueOf, put } = hubFields;
  const note = () => document.getElementById("draft-note");
  const brought = new Set();
  let shown = [];

  const keep = event => {
    const form = event.isTrusted && event.target.closest?.("form[data-draft]");
    if (form) {
      const values = Object.fromEntries(fields(form).map(field => [keyOf(field), valueOf(field)]));
      sessionStorage.setItem(nameOf(form), JSON.stringify(values));
      brought.add(nameOf(form));
    }
  };

  const bringBack = form => {
    const name = nameOf(form);
    const kept = sessionStorage.getItem(name);
    if (kept && !brought.has(name)) {
      brought.add(name);
      const values = JSON.parse(kept);
      const changed = fields(form).filter(field => keyOf(field) in values && put(field, values[keyOf(field)]));
      note().hidden = changed.length === 0;
    }
  };

  // A form that is gone while its page lives was sent or left; one that goes with its page comes back with it.
  const look = () => {
    if (!document.querySelector(".shell[data-interactive=true]")) {
      return;
    }
    const forms = [...document.querySelectorAll("form[data-draft]")];
    const names = forms.map(nameOf);
    for (const gone of shown.filter(name => !names.includes(name))) {
      sessionStorage.removeItem(gone);
      brought.delete(gone);
    }
    if (names.length === 0 && !note().hidden) {
      note().hidden = true;
    }
    shown = names;
    forms.forEach(bringBack);
  };

  document.addEventListener("input", keep);
  document.addEventListener("change", keep);
  document.addEventListener("click", event => {
    if (event.target.closest?.("[data-draft-discard]")) {
      shown.forEach(name => sessionStorage.removeItem(name));
      location.reload();
    } else if (event.target.closest?.("[data-draft-done]")) {
      note().hidden = true;
    }
  });
  document.addEventListener("submit", event => {
    // A person who signs out leaves nothing behind for the next person at this machine.
    if (event.target.getAttribute("action") === "/account/sign-out") {
      Object.keys(sessionStorage).filter(name => name.startsWith(start)).forEach(name => sessionStorage.removeItem(name));
    }
  });
  new MutationObserver(changes => {
    // The form itself says that all of it is saved now.
    for (const { target, oldValue } of changes.filter(change => change.attributeName === "data-draft-saved")) {
      if (oldValue === "no" && target.dataset.draftSaved === "yes") {
        sessionStorage.removeItem(nameOf(target));
      }
    }
    look();
  }).observe(document.documentElement, { childList: true, subtree: true, attributeOldValue: true, attributeFilter: ["data-interactive", "data-draft-saved"] });
})();
