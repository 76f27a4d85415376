-- :checkhealth beleg tells whether everything is there, and what the server has read.
local M = {}

local health = vim.health
local WAIT = 2000 -- milliseconds for a server to answer

local function check_neovim()
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. version)
  else
    health.error('Neovim ' .. version .. ' is too old', 'beleg needs 0.11 or newer')
  end
end

local function check_program()
  local config = vim.lsp.config.beleg
  local command = config and config.cmd
  if type(command) ~= 'table' then
    return health.warn('`cmd` of the configuration is no list: what it starts cannot be told here')
  end
  local program = vim.fn.exepath(command[1])
  if program == '' then
    return health.error('`' .. command[1] .. '` was not found', {
      'Install it, `cargo install --path .` in the repository of beleg, so that it is on the PATH',
      "or say where it is: vim.lsp.config('beleg', { cmd = { '/path/to/beleg', 'lsp' } })",
    })
  end
  local version = vim.system({ program, '--version' }, { text = true }):wait(WAIT)
  if version.code == 0 then
    health.ok(('%s, %s'):format(vim.trim(version.stdout), program))
  else
    health.error(program .. ' does not run', vim.trim(version.stderr or ''))
  end
end

--- What the server says of itself; older programs do not know the question.
local function status(client)
  local params = { command = 'beleg.status', arguments = { vim.empty_dict() } }
  local reply = client:request_sync('workspace/executeCommand', params, WAIT, 0)
  return reply and reply.result
end

local function check_archive(client)
  local archive = status(client)
  if not archive then
    return health.warn('The server does not tell the state of the archive', 'Is the program as new as this plugin?')
  end
  if #archive.roots == 0 then
    health.info('No archive: each article is read alone. A `beleg.toml` in the folder above makes one')
  else
    health.info('Archive: ' .. table.concat(archive.roots, ', '))
  end
  health.info(('%d articles%s, %d names known'):format(
    archive.articles, archive.indexing and ' so far, being read now' or '', archive.names))
  local settings = #archive.settings > 0 and table.concat(archive.settings, ', ') or 'none but those of Neovim'
  health.info('Settings: ' .. settings)
end

local function check_client(client)
  local buffers = vim.tbl_map(function(buffer)
    return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(buffer), ':~:.')
  end, vim.tbl_keys(client.attached_buffers))
  health.ok(('Server %d reads %s'):format(client.id, table.concat(buffers, ', ')))
  health.info('Root: ' .. (client.root_dir or 'none'))
  check_archive(client)
end

function M.check()
  health.start('beleg: what it needs')
  check_neovim()
  check_program()
  health.start('beleg: what runs')
  local clients = vim.lsp.get_clients({ name = 'beleg' })
  if #clients == 0 then
    health.warn('No server runs', {
      'Open an article, a file of type `text` or `markdown`',
      "`vim.g.beleg_disable` and `:lua vim.lsp.enable('beleg', false)` keep it from starting",
      'The log, `:lua vim.cmd.edit(vim.lsp.log.get_filename())`, tells more',
    })
  end
  vim.tbl_map(check_client, clients)
end

return M
