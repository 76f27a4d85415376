-- How Neovim runs beleg. Change any of it with vim.lsp.config('beleg', { … }); the README shows how.

--- The language of the messages, as a language tag: `de_CH.UTF-8` → `de-CH`. Neovim itself sends none.
local function locale()
  local language, country = vim.v.lang:match('^(%l%l)_?(%u*)')
  if not language then
    return nil
  end
  return country == '' and language or (language .. '-' .. country)
end

---@type vim.lsp.Config
return {
  cmd = { 'beleg', 'lsp' },
  filetypes = { 'text', 'markdown', 'html' },
  -- Without any of these above the file it is read alone, without an archive. HTML is code in most folders: it holds
  -- articles only where a desk says so, and a repository alone is none.
  root_dir = function(buffer, start)
    local is_html = vim.bo[buffer].filetype == 'html'
    for _, marker in ipairs(is_html and { 'beleg.toml', '.beleg' } or { 'beleg.toml', '.beleg', '.git' }) do
      local root = vim.fs.root(buffer, marker)
      if root then
        return start(root)
      end
    end
    if not is_html then
      start(nil)
    end
  end,
  get_language_id = function(_, filetype)
    return filetype == 'text' and 'plaintext' or filetype
  end,
  before_init = function(params)
    params.locale = params.locale or locale()
  end,
}
