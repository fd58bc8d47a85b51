// Passkeys: what the house asks goes to the device, and its answer into the form, which is then sent as every other one.
// Inside a form about something else the answer is sent by itself. Without this script, or in a browser without passkeys,
// nothing of them is shown.
async function post(path, fields) {
  const headers = { accept: "application/json" };
  const answer = await fetch(path, { method: "POST", headers, body: new URLSearchParams(fields) });
  if (!answer.ok) throw answer;
  return JSON.parse((await answer.text()) || "null");
}

async function ask(begin) {
  const { id, options } = await post(begin);
  const asked = JSON.parse(options);
  const key = asked.user
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
  return { ceremony: id, passkey: JSON.stringify(await key) };
}

async function press(part, button) {
  const { form } = button;
  const { begin, finish } = button.dataset;
  if (button.ariaBusy) return;
  button.ariaBusy = "true";
  part.querySelector("[role=alert]").hidden = true;
  try {
    const answer = await ask(begin);
    if (finish) {
      await post(finish, answer);
      for (const { name, parentElement } of form.elements) {
        if (["password", "code"].includes(name)) parentElement.closest(".field").hidden = true;
      }
      button.hidden = true;
      part.querySelector("[role=status]").hidden = false;
    } else {
      for (const name in answer) form.elements[name].value = answer[name];
      form.submit();
    }
  } catch {
    part.querySelector("[role=alert]").hidden = false;
  }
  button.ariaBusy = null;
}

// A part that is shown already has heard of this: the script may stand on a page twice.
for (const part of document.querySelectorAll("[data-passkey][hidden]")) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) break;
  part.hidden = false;
  const button = part.querySelector(":scope > .form-actions > [data-begin]");
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    press(part, button);
  });
}
