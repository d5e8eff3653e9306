// A passkey is made or touched; its answer goes into the form, and the form is sent. A page without
// this script, or a browser without passkeys, shows the command in its place.
"use strict";
(() => {
  const bytes = (word) => Uint8Array.from(
    atob(word.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0),
  );
  const word = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const key = (id) => ({ id: bytes(id), type: "public-key" });

  const make = async (given) => {
    const { response, rawId } = await navigator.credentials.create({ publicKey: {
      rp: { id: given.party, name: given.node },
      user: { id: bytes(given.handle), name: `${given.officer}@${given.node}`, displayName: given.officer },
      challenge: bytes(given.challenge),
      pubKeyCredParams: [{ type: "public-key", alg: -8 }, { type: "public-key", alg: -7 }],
      excludeCredentials: given.keys.split(" ").filter(Boolean).map(key),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    } });
    return { attestation: word(response.attestationObject), client: word(response.clientDataJSON), id: word(rawId) };
  };
  const touch = async (given) => {
    const { response, rawId } = await navigator.credentials.get({ publicKey: {
      challenge: bytes(given.challenge),
      allowCredentials: given.keys.split(" ").filter(Boolean).map(key),
      userVerification: "required",
    } });
    return {
      authenticator: word(response.authenticatorData),
      client: word(response.clientDataJSON),
      id: word(rawId),
      signature: word(response.signature),
    };
  };

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    for (const other of document.querySelectorAll("p.or")) other.hidden = false;
    form.addEventListener("submit", async (sending) => {
      if (form.elements.answer.value) return;
      sending.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      form.querySelector("[data-failed]").hidden = true;
      try {
        const act = form.dataset.passkey === "create" ? make : touch;
        form.elements.answer.value = JSON.stringify(await act(form.dataset));
        button.disabled = false;
        form.requestSubmit(button);
      } catch {
        button.disabled = false;
        form.querySelector("[data-failed]").hidden = false;
      }
    });
  }
})();
