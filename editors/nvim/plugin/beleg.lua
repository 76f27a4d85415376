-- Starts beleg for texts, Markdown and HTML; lsp/beleg.lua says how. `vim.g.beleg_disable = true` before this file prevents it.
-- Makes the command :Beleg; lua/beleg/command.lua holds what it does.
-- Colours names and claims where `semantic_tokens` is on and the colour scheme leaves them alone.
if vim.g.beleg_disable or vim.g.loaded_beleg then
  return
end
vim.g.loaded_beleg = true

if vim.fn.has('nvim-0.11') == 1 then
  vim.lsp.enable('beleg')
else
  vim.notify_once('beleg needs Neovim 0.11 or newer', vim.log.levels.WARN)
end

vim.api.nvim_create_user_command('Beleg', function(given)
  require('beleg.command').run(given)
end, {
  nargs = '+',
  range = true,
  desc = 'What beleg does with this article, or with all',
  complete = function(...)
    return require('beleg.command').complete(...)
  end,
})

for token, group in pairs({
  ['type.person'] = 'Identifier',
  ['type.organisation'] = 'Function',
  ['type.place'] = 'String',
  ['type.event'] = 'Special',
  ['type.work'] = 'Special',
  ['type.product'] = 'Special',
  ['type.group'] = 'Special',
  ['type.figure'] = 'Number',
  ['typemod.figure.unsourced'] = 'Removed',
}) do
  vim.api.nvim_set_hl(0, '@lsp.' .. token, { link = group, default = true })
end
