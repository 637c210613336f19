// Keeps the invitation's token, which stands behind the link's # where no server is told, in this tab
// until the person has signed in, and fills it in.
const NAME = "invitation";
const field = document.querySelector("[data-from-hash]");
const token = location.hash.slice(1);
if (token) {
  sessionStorage.setItem(NAME, token);
  history.replaceState(null, "", location.pathname);
}
if (field) {
  field.value ||= sessionStorage.getItem(NAME) ?? "";
  field.form.addEventListener("submit", () => sessionStorage.removeItem(NAME));
}
