// Fills the invitation's token in from behind the link's #, which no server is told.
const field = document.querySelector("[data-from-hash]");
const token = location.hash.slice(1);
if (field && token) {
  field.value = token;
  history.replaceState(null, "", location.pathname);
}
