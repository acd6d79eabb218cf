// Before the first paint: the colours that were chosen, else the system's. Loaded as a classic script on purpose.
{
  let choice = "system";
  try {
    choice = JSON.parse(localStorage.getItem("till.theme")) ?? "system";
  } catch {
    // Storage is shut off: the system decides.
  }
  const isDark = choice === "dark" || (choice === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = isDark ? "dark" : "light";
}
