// Passkeys: allauth's scripts talk to the browser; this one only shows what they can do, and what went wrong.
const trouble = document.querySelectorAll("[data-passkey-trouble]");

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-script]")) {
    part.hidden = false;
  }
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const note of trouble) {
    note.hidden = false;
  }
});

document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLButtonElement) {
    for (const note of trouble) {
      note.hidden = true;
    }
  }
}, { capture: true });
