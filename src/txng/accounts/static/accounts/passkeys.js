// Passkeys: the only pages of signing in that need a script. Without one, or on a browser that knows no passkeys,
// these forms stay hidden and the sentence beside them says what to use instead.
// <form data-passkey="get|create" data-question="address"> … <input type="hidden" name="credential">

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function read(options) {
  const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
  if (asked.allowCredentials) asked.allowCredentials = known(asked.allowCredentials);
  if (asked.excludeCredentials) asked.excludeCredentials = known(asked.excludeCredentials);
  return { publicKey: asked };
}

function write(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[part]) response[part] = text(answer[part]);
  }
  if (answer.getTransports) response.transports = answer.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const question = await fetch(form.dataset.question, { headers: { Accept: "application/json" } });
  if (!(question.headers.get("Content-Type") || "").startsWith("application/json")) {
    location.assign(form.dataset.question); // somebody has to confirm or to sign in first
    return;
  }
  const options = read(await question.json());
  const making = form.dataset.passkey === "create";
  const credential = await (making ? navigator.credentials.create(options) : navigator.credentials.get(options));
  form.elements.credential.value = write(credential);
  form.submit();
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  const without = form.parentElement.querySelector("[data-without-passkeys]");
  if (without) without.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    ask(form).catch(() => {
      failed.hidden = false; // taken back by the person, or refused by the device
      failed.focus();
    });
  });
}
