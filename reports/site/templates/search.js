"use strict";
(() => {
  const form = document.getElementById("form"), field = document.getElementById("q"), count = document.getElementById("count");
  const items = [...document.querySelectorAll("#items li")].map((item) => [item, `${item.textContent} ${item.dataset.more || ""}`.toLowerCase()]);
  const sections = [...document.querySelectorAll("#items section")];
  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !words.every((word) => text.includes(word));
      shown += !item.hidden;
    }
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    count.textContent = words.length ? `${shown} of ${items.length} entries` : `${items.length} entries`;
  };
  form.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") || "";
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", show);
  show();
})();
