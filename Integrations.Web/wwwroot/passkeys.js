// Forms that want a passkey: the browser is asked for one first, and its answer goes with the form.
(() => {
  const kinds = {
    create: { parse: json => PublicKeyCredential.parseCreationOptionsFromJSON(json), ask: publicKey => navigator.credentials.create({ publicKey }) },
    get: { parse: json => PublicKeyCredential.parseRequestOptionsFromJSON(json), ask: publicKey => navigator.credentials.get({ publicKey }) },
  };

  const say = (form, words) => {
    const line = form.querySelector("[data-passkey-refusal]");
    line.textContent = words;
    line.hidden = words === "";
  };

  const ask = async (form, kind) => {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
      say(form, form.dataset.passkeyUnable);
      return;
    }

    say(form, "");
    // A button for a passkey stands beside a password that is not needed then, and is not sent.
    const passwords = [...form.querySelectorAll("input[type=password]")];
    const wrong = [...form.elements].find(field => !passwords.includes(field) && field.willValidate && !field.checkValidity());
    if (wrong) {
      wrong.reportValidity();
      return;
    }

    for (const password of passwords) {
      password.value = "";
      password.required = false;
    }

    const answer = await fetch(form.dataset.passkeyOptions, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) {
      say(form, answer.status === 400 ? await answer.json() : form.dataset.passkeyFailed);
      return;
    }

    const credential = await kind.ask(kind.parse(await answer.json()));
    form.querySelector("[data-passkey-credential]").value = JSON.stringify(credential.toJSON());
    form.submit();
  };

  document.addEventListener("submit", event => {
    const form = event.target.closest?.("form[data-passkey-options]");
    const kind = form && kinds[event.submitter?.dataset.passkey ?? form.dataset.passkey];
    if (kind) {
      event.preventDefault();
      // Also when the person closes the browser's dialog.
      ask(form, kind).catch(() => say(form, form.dataset.passkeyFailed));
    }
  });
})();
