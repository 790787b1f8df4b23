// The pages work without this; it saves reloading and lets files be dropped.
"use strict";
document.documentElement.classList.add("scripted");

function dropping(form) {
  const told = document.getElementById("told");
  const most = Number(form.dataset.most) * 1024 * 1024;
  const fits = () => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((field) => [...field.files]);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    told.textContent = size > most ? form.dataset.tooLarge : "";
    return size <= most;
  };
  for (const zone of form.querySelectorAll(".drop")) {
    const field = zone.querySelector("input");
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      zone.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      // Last year's report alone is nothing to check.
      if (field.name === "file") form.requestSubmit();
    });
  }
  // A file dropped beside the zones would replace the page.
  for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const names = [...event.target.files].map((file) => file.name);
    event.target.closest(".drop").querySelector(".chosen").textContent = names.join("、");
    fits();
  });
  form.addEventListener("submit", (event) => {
    if (!fits()) event.preventDefault();
    else told.textContent = form.dataset.sending;
  });
}

function waiting(main) {
  const told = document.getElementById("told");
  const look = async () => {
    try {
      const state = await (await fetch(main.dataset.waiting)).json();
      if (state.message) told.textContent = state.message;
      if (state.done) return location.reload();
    } catch {
      return location.reload();
    }
    setTimeout(look, 300);
  };
  setTimeout(look, 200);
}

function desk(form) {
  const pane = document.querySelector(".document");
  const tabs = pane.querySelector(".tabs");
  const choose = (name) => {
    pane.classList.toggle("figures", name === "figures");
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.dataset.tab === name));
  };
  tabs.hidden = false;
  tabs.addEventListener("click", (event) => event.target.dataset.tab && choose(event.target.dataset.tab));
  if (!document.querySelector("#print .page, #print p:not(.faint), #print table")) choose("figures");

  // What is pointed at may stand in the tab that is not shown, and keeps its mark when it is.
  const show = (name) => {
    const target = name && document.getElementById(name);
    if (!target) return;
    if (pane.contains(target)) choose(target.closest("#figures") ? "figures" : "print");
    for (const other of document.querySelectorAll(".shown")) other.classList.remove("shown");
    target.classList.add("shown");
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault();
    const name = link.getAttribute("href").slice(1);
    history.replaceState(null, "", `#${name}`);
    show(name);
  });
  show(location.hash.slice(1));

  let asked = 0;
  const again = async (submitter) => {
    const own = ++asked;
    const findings = document.getElementById("findings");
    findings.classList.add("waiting-for-answer");
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter) });
    const text = await answer.text();
    if (own !== asked) return;
    if (!answer.ok) return location.reload();
    const page = new DOMParser().parseFromString(text, "text/html");
    findings.replaceWith(page.getElementById("findings"));
    document.title = page.title;
    const focused = document.activeElement && document.activeElement.id;
    for (const field of form.querySelectorAll("td input")) {
      const fresh = page.getElementById(field.id);
      if (!fresh) continue;
      field.value = fresh.value;
      field.parentElement.className = fresh.parentElement.className;
      for (const old of field.parentElement.querySelectorAll(".proposed")) old.remove();
      for (const one of fresh.parentElement.querySelectorAll(".proposed")) field.after(one);
    }
    // The anchors of spots and cards are those of the new findings.
    const print = document.getElementById("print"), other = page.getElementById("print");
    const frames = [...print.querySelectorAll(".page svg")], fresh = [...other.querySelectorAll(".page svg")];
    // Pictures of pages stay, so that they are not fetched again.
    if (frames.length) frames.forEach((one, at) => one.replaceWith(fresh[at]));
    else print.replaceChildren(...other.childNodes);
    if (submitter) document.querySelector(".supposed")?.scrollIntoView({ block: "nearest" });
    else if (focused) document.getElementById(focused)?.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    again(event.submitter);
  });
  form.addEventListener("change", () => again(null));
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
}

const upload = document.getElementById("upload"), main = document.querySelector("[data-waiting]"), figures = document.getElementById("what-if");
if (upload) dropping(upload);
if (main) waiting(main);
if (figures) desk(figures);
