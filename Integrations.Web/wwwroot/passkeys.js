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

  const ask = async form => {
    const kind = kinds[form.dataset.passkey];
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
      say(form, form.dataset.passkeyUnable);
      return;
    }

    say(form, "");
    const token = form.querySelector("input[name=__RequestVerificationToken]");
    const answer = await fetch(form.dataset.passkeyOptions, { method: "POST", body: new URLSearchParams({ [token.name]: token.value }) });
    if (!answer.ok) {
      say(form, answer.status === 400 ? await answer.json() : form.dataset.passkeyFailed);
      return;
    }

    const credential = await kind.ask(kind.parse(await answer.json()));
    form.querySelector("[data-passkey-credential]").value = JSON.stringify(credential.toJSON());
    form.submit();
  };

  document.addEventListener("submit", event => {
    const form = event.target.closest?.("form[data-passkey]");
    if (form) {
      event.preventDefault();
      // Also when the person closes the browser's dialog.
      ask(form).catch(() => say(form, form.dataset.passkeyFailed));
    }
  });
})();
