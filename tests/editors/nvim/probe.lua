-- Runs inside Neovim, in the folder of the articles: asks every probe of $PROBES and prints each answer as a line of JSON.

local DEADLINE = 30000 -- milliseconds for the server to start and look through one file
local QUIET = 400 -- and this long without news, until its findings count as complete

local SEVERITY = { 'error', 'warning', 'information', 'hint' }

vim.lsp.config('beleg', { init_options = { semantic_tokens = true } })

local news = {} -- buffer → time of its latest findings
vim.api.nvim_create_autocmd('DiagnosticChanged', {
  callback = function(event)
    news[event.buf] = vim.uv.now()
  end,
})

--- Waits until beleg has told the findings of the buffer.
local function settle(buffer)
  local settled = vim.wait(DEADLINE, function()
    return news[buffer] and vim.uv.now() - news[buffer] > QUIET
  end, 20)
  if not settled then
    error('no diagnostics in time for ' .. vim.api.nvim_buf_get_name(buffer))
  end
end

--- Opens a file as a user would.
local function open(file)
  vim.cmd.drop(vim.fn.fnameescape(file)) -- as :edit, but a file that is open and changed stays as it is
  local buffer = vim.api.nvim_get_current_buf()
  settle(buffer)
  return buffer, vim.lsp.get_clients({ bufnr = buffer, name = 'beleg' })[1]
end

--- Line and column (from 0, in bytes) of the nth `needle`, at its `|` if it has one.
local function place(buffer, needle, nth)
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  local cursor = (needle:find('|', 1, true) or 1) - 1
  needle = needle:gsub('|', '', 1)
  local start = 0
  for _ = 1, nth or 1 do
    start = text:find(needle, start + 1, true) or error('not found: ' .. needle)
  end
  local before = text:sub(1, start - 1 + cursor)
  local _, line = before:gsub('\n', '')
  return line, #before:match('[^\n]*$')
end

--- Writes something else in place of a needle, which stands in one line.
local function edit(buffer, change)
  local line, column = place(buffer, change.needle)
  news[buffer] = nil
  vim.api.nvim_buf_set_text(buffer, line, column, line, column + #change.needle, vim.split(change.with, '\n'))
  settle(buffer)
end

local function request(client, buffer, method, params)
  params = params or vim.lsp.util.make_position_params(0, client.offset_encoding)
  local reply, problem = client:request_sync(method, params, DEADLINE, buffer)
  if not reply or reply.err then
    error(problem or reply.err.message)
  end
  return reply.result
end

--- What stands at some places, and where that is.
local function items(client, locations)
  return vim.lsp.util.locations_to_items(locations, client.offset_encoding)
end

local ask = {}

function ask.hover(client, buffer)
  local result = request(client, buffer, 'textDocument/hover')
  return result and table.concat(vim.lsp.util.convert_input_to_markdown_lines(result.contents), '\n')
end

function ask.definition(client, buffer)
  local result = request(client, buffer, 'textDocument/definition') or {}
  return vim.tbl_map(function(item)
    return { file = vim.fs.basename(item.filename), line = item.lnum, text = vim.trim(item.text) }
  end, items(client, vim.islist(result) and result or { result }))
end

--- Where the link at a place leads: the name of a file, or an address on the web.
function ask.link(client, buffer)
  local document = vim.lsp.util.make_text_document_params(buffer)
  local links = request(client, buffer, 'textDocument/documentLink', { textDocument = document }) or {}
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  return vim
    .iter(links)
    :filter(function(it)
      local item = items(client, { { uri = document.uri, range = it.range } })[1]
      return item.lnum == line and item.col <= column + 1 and column + 1 < item.end_col
    end)
    :map(function(it)
      return vim.startswith(it.target, 'file:') and vim.fs.basename(vim.uri_to_fname(it.target)) or it.target
    end)
    :totable()
end

--- The lines above the article, once Neovim has them.
function ask.lens(_, buffer)
  vim.lsp.codelens.refresh({ bufnr = buffer })
  local lenses
  vim.wait(DEADLINE, function()
    lenses = vim.lsp.codelens.get(buffer)
    return #lenses > 0
  end, 20)
  return vim.tbl_map(function(it)
    return { line = it.range.start.line + 1, title = it.command.title }
  end, lenses)
end

function ask.highlight(client, buffer)
  local found = request(client, buffer, 'textDocument/documentHighlight') or {}
  local locations = vim.tbl_map(function(it)
    return { uri = vim.uri_from_bufnr(buffer), range = it.range }
  end, found)
  return vim.tbl_map(function(item)
    return { line = item.lnum, text = item.text:sub(item.col, item.end_col - 1) }
  end, items(client, locations))
end

--- What the outline holds, each entry with all that is above it.
function ask.outline(client, buffer)
  local names = {}
  local function flat(symbols, above)
    for _, symbol in ipairs(symbols or {}) do
      table.insert(names, above .. symbol.name)
      flat(symbol.children, above .. symbol.name .. ' > ')
    end
  end
  local document = vim.lsp.util.make_text_document_params(buffer)
  flat(request(client, buffer, 'textDocument/documentSymbol', { textDocument = document }), '')
  return names
end

function ask.names(client, buffer, probe)
  local found = request(client, buffer, 'workspace/symbol', { query = probe.query }) or {}
  return vim.tbl_map(function(it)
    local item = items(client, { it.location })[1]
    return { name = it.name, article = it.containerName, file = vim.fs.basename(item.filename), line = item.lnum }
  end, found)
end

--- Of the token at the cursor, its type and what else it is.
function ask.colour(client)
  local token
  vim.wait(DEADLINE, function()
    token = vim.lsp.semantic_tokens.get_at_pos()[1]
    return token ~= nil
  end, 20)
  local legend = client.server_capabilities.semanticTokensProvider.legend
  local told = vim.tbl_filter(function(modifier)
    return token.modifiers[modifier]
  end, legend.tokenModifiers)
  return table.concat({ token.type, unpack(told) }, '.')
end

--- Spells the name at the cursor anew as a user would: the lines that are new. They stay so, unwritten.
function ask.rename(_, buffer, probe)
  local before = {}
  for _, it in ipairs(vim.api.nvim_list_bufs()) do
    before[it] = vim.api.nvim_buf_is_loaded(it) and vim.api.nvim_buf_get_lines(it, 0, -1, false) or nil
  end
  news[buffer] = nil
  vim.lsp.buf.rename(probe.name)
  settle(buffer)
  local new = {}
  for _, it in ipairs(vim.fn.getbufinfo({ bufmodified = 1 })) do
    local old = before[it.bufnr] or vim.fn.readfile(it.name)
    for number, line in ipairs(vim.api.nvim_buf_get_lines(it.bufnr, 0, -1, false)) do
      if line ~= old[number] then
        table.insert(new, { file = vim.fs.basename(it.name), line = number, text = vim.trim(line) })
      end
    end
  end
  return new
end

--- All findings of the file, or those under the needle.
function ask.diagnostics(_, buffer, probe)
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  line = line - 1
  local found = {}
  for _, it in ipairs(vim.diagnostic.get(buffer)) do
    local here = (it.lnum < line or it.lnum == line and it.col <= column)
      and (it.end_lnum > line or it.end_lnum == line and it.end_col > column)
    if not probe.needle or here then
      local text = vim.api.nvim_buf_get_text(buffer, it.lnum, it.col, it.end_lnum, it.end_col, {})
      table.insert(found, {
        code = it.code,
        severity = SEVERITY[it.severity],
        message = it.message,
        text = table.concat(text, '\n'),
      })
    end
  end
  return found
end

--- Takes the quick fix of this title at the cursor as a user would: what is still found there, and whether the text is
--- another and one undo brings it back.
function ask.fix(client, buffer, probe)
  local function text()
    return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  end
  local before = text()
  news[buffer] = nil
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title == probe.title
    end,
  })
  settle(buffer)
  local left = vim.tbl_map(function(it)
    return it.code
  end, ask.diagnostics(client, buffer, { needle = true }))
  local found = 'left: ' .. table.concat(left, ' ')
  if text() == before then
    return found .. '; text as it was'
  end
  news[buffer] = nil
  vim.cmd.undo()
  settle(buffer)
  return found .. (text() == before and '; edited, undone' or '; edited, not undone')
end

--- What is written in a window.
local function written(window)
  return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
end

--- Runs an Ex command as a user would: what it says and what the windows hold that it opens. They are closed again.
function ask.command(_, buffer, probe)
  news[buffer] = not probe.settles and news[buffer] or nil
  local here, before, said = vim.api.nvim_get_current_win(), vim.api.nvim_list_wins(), {}
  local notify = vim.notify
  vim.notify = function(words)
    table.insert(said, words)
  end
  local function opened()
    return vim.tbl_filter(function(window)
      return not vim.list_contains(before, window)
    end, vim.api.nvim_list_wins())
  end
  vim.cmd(probe.command)
  vim.wait(DEADLINE, function()
    return #said > 0 or #opened() > 0
  end, 20)
  vim.notify = notify
  settle(buffer)
  vim.list_extend(said, vim.tbl_map(written, opened()))
  for _, window in ipairs(opened()) do
    vim.api.nvim_win_close(window, true)
  end
  vim.api.nvim_set_current_win(here)
  return table.concat(said, '\n')
end

--- What the command line offers for what is written in it.
function ask.completion(_, _, probe)
  return vim.fn.getcompletion(probe.command, 'cmdline')
end

local function answer(probe)
  local buffer, client = open(probe.file)
  if probe.edit then
    edit(buffer, probe.edit)
  end
  if probe.needle then
    local line, column = place(buffer, probe.needle, probe.nth)
    vim.api.nvim_win_set_cursor(0, { line + 1, column })
  end
  return ask[probe.ask](client, buffer, probe)
end

for line in io.lines(vim.env.PROBES) do
  local probe = vim.json.decode(line)
  local fine, result = pcall(answer, probe)
  probe.editor = 'nvim'
  probe[fine and 'answer' or 'error'] = result == nil and vim.NIL or result
  io.stdout:write(vim.json.encode(probe), '\n')
  io.stdout:flush()
end
vim.cmd('qa!')
