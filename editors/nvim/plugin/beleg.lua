-- Starts beleg for texts and Markdown; lsp/beleg.lua says how. `vim.g.beleg_disable = true` before this file prevents it.
if vim.g.beleg_disable or vim.g.loaded_beleg then
  return
end
vim.g.loaded_beleg = true

if vim.fn.has('nvim-0.11') == 1 then
  vim.lsp.enable('beleg')
else
  vim.notify_once('beleg needs Neovim 0.11 or newer', vim.log.levels.WARN)
end
