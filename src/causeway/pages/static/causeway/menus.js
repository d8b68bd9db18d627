// The menus are popovers and need no script. A browser too old for popovers shows both of them
// open at the top of every page; here they are folded away until their button is pressed.
if (!("popover" in HTMLElement.prototype)) {
  for (const button of document.querySelectorAll("[popovertarget]")) {
    const menu = document.getElementById(button.getAttribute("popovertarget"));
    const fold = (folded) => {
      menu.hidden = folded;
      button.setAttribute("aria-expanded", String(!folded));
    };
    fold(true);
    button.addEventListener("click", () => fold(!menu.hidden));
  }
}
