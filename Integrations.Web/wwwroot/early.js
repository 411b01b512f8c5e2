// A page is drawn before its circuit listens. What a person types, chooses and presses in between is kept here, and done once the
// circuit has drawn the page anew: a quick click is worth as much as a slow one. Links and what scripts do themselves need no circuit.
(() => {
  const patience = 15000;
  const pressable = "button, [role=button], [role=option], [role=tab], [role=menuitem], [role=switch]";
  const scripted = [
    "theme-switch", "rail-fold", "drawer-toggle", "drawer-close", "shortcuts", "shortcuts-close", "copy", "draft-discard", "draft-done", "reconnect-now", "reload",
  ].map(name => `[data-${name}]`).join(", ");
  const fields = "input, textarea, select";
  const typed = new Map();
  let presses = [];
  let focused = null;
  let until = 0;

  const waits = () => document.querySelector(".shell[data-interactive=soon]") !== null;
  const listens = () => document.querySelector(".shell[data-interactive=true]") !== null;
  const { valueOf, put } = hubFields;

  // The circuit draws new elements, with new ids perhaps: one is known again by what it is called, the row it is in, and its place among those alike.
  const nameOf = element => [
    element.tagName, element.type, element.getAttribute("name"),
    element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent,
    element.closest("tr, li, article")?.textContent,
  ].join("|");
  const alike = (selector, name) => [...document.querySelectorAll(selector)].filter(element => nameOf(element) === name);
  const markOf = (element, selector) => {
    const name = nameOf(element);
    const all = alike(selector, name);
    return { selector, name, place: all.indexOf(element), of: all.length };
  };
  const find = mark => {
    const all = alike(mark.selector, mark.name);
    return all.length === mark.of ? all[mark.place] : undefined;
  };

  const keepTyped = event => {
    if (waits() && event.target.matches?.(fields) && event.target.type !== "file") {
      typed.set(event.target, { mark: markOf(event.target, fields), value: valueOf(event.target) });
    }
  };

  const keepPress = element => {
    const mark = markOf(element, pressable);
    const last = presses.at(-1);
    // A double click is one.
    if (last?.name !== mark.name || last.place !== mark.place) {
      presses.push(mark);
    }
    element.setAttribute("aria-busy", "true");
  };

  const forget = () => {
    typed.clear();
    [presses, focused, until] = [[], null, 0];
  };

  const catchUp = () => {
    if (!listens() || (typed.size === 0 && presses.length === 0 && focused === null)) {
      return;
    }
    until ||= performance.now() + patience;
    if (performance.now() > until) {
      forget();
      return;
    }
    for (const [before, { mark, value }] of [...typed]) {
      const field = find(mark);
      if (field) {
        typed.delete(before);
        put(field, value);
      }
    }
    const field = focused && find(focused);
    if (field) {
      focused = null;
      if (document.activeElement === document.body || document.activeElement?.matches("h1")) {
        field.focus();
      }
    }
    // What was typed comes first: a form is sent with all of it, or not at all.
    while (typed.size === 0 && presses.length > 0) {
      const element = find(presses[0]);
      if (!element || element.disabled) {
        return;
      }
      presses.shift();
      element.click();
    }
  };

  document.addEventListener("input", keepTyped, true);
  document.addEventListener("change", keepTyped, true);
  document.addEventListener("focusin", event => {
    if (waits()) {
      focused = event.isTrusted && event.target.matches?.(fields) ? markOf(event.target, fields) : null;
    }
  }, true);
  document.addEventListener("click", event => {
    const element = event.isTrusted && waits() && event.target.closest?.(pressable);
    // A button that sends a form is known by what it sends.
    if (element && !element.matches(scripted) && !(element.type === "submit" && element.form)) {
      keepPress(element);
    }
  }, true);
  document.addEventListener("submit", event => {
    const form = event.target;
    // A form with an address of its own is sent there, with or without a circuit; the server writes the page's own address into the others.
    if (waits() && form.method !== "post" && form.action === location.href.split("#")[0]) {
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter ?? form.querySelector("[type=submit]");
      if (button) {
        keepPress(button);
      }
    }
  }, true);
  new MutationObserver(catchUp).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-interactive", "disabled"] });

  // A person who has gone on with Tab since the page came is further than its heading.
  let goesOn = false;
  document.addEventListener("keydown", event => { goesOn = event.key === "Tab"; }, true);
  document.addEventListener("click", () => { goesOn = false; }, true);
  addEventListener("popstate", () => { goesOn = false; });

  // Screen readers hear a new page's heading first; but a field that has the focus keeps it, or what is typed would go nowhere, and so
  // does what a person has tabbed to: this call comes a round trip after the page, and Enter would go nowhere.
  window.hubFocusOnArrival = selector => {
    const now = document.activeElement;
    const heading = document.querySelector(selector);
    const keeps = (now?.matches(fields) && now.closest("#content, dialog")) || (goesOn && now !== document.body);
    if (heading && !keeps) {
      heading.tabIndex = heading.hasAttribute("tabindex") ? heading.tabIndex : -1;
      heading.focus({ preventScroll: true });
    }
  };
})();
