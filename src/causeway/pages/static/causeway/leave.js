// 'Leave now' works as a plain link. With JavaScript the page is blanked first and its
// place in the history is taken by the page left for, so that Back does not show it.
const link = document.querySelector("[data-leave]");

link?.addEventListener("click", (event) => {
  event.preventDefault();
  document.title = "";
  document.body.replaceChildren();
  location.replace(link.href);
});
