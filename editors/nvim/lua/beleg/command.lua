-- The subcommands of :Beleg. Each asks the server and shows what it answers with Neovim's own means; nothing is worked out here.
local M = {}

local TITLE = 'beleg'

local function say(words)
  vim.notify('beleg: ' .. words, vim.log.levels.INFO)
end

local function complain(words)
  vim.notify('beleg: ' .. words, vim.log.levels.ERROR)
end

--- The server of this buffer, else any that runs.
local function running(buffer)
  local client = vim.lsp.get_clients({ bufnr = buffer, name = 'beleg' })[1] or vim.lsp.get_clients({ name = 'beleg' })[1]
  return client or complain('not running here; :checkhealth beleg tells why')
end

--- Sends a request, and hands over what comes back unless that is an error.
local function ask(client, method, params, answered)
  local buffer = vim.api.nvim_get_current_buf()
  client:request(method, params, function(problem, result)
    if problem then
      complain(problem.message)
    else
      answered(result ~= vim.NIL and result or nil)
    end
  end, buffer)
end

--- Has the server run one of its commands.
local function run(command, argument, answered)
  local client = running(0)
  if client then
    local arguments = argument and { next(argument) and argument or vim.empty_dict() }
    ask(client, 'workspace/executeCommand', { command = command, arguments = arguments }, function(result)
      answered(result, client)
    end)
  end
end

--- The stretch that is selected, in characters of the server, if the command was given one.
local function selected(client, given)
  if given.range == 0 then
    return nil
  end
  local from, to = vim.api.nvim_buf_get_mark(0, '<'), vim.api.nvim_buf_get_mark(0, '>')
  if from[1] ~= given.line1 or to[1] ~= given.line2 then
    from, to = { given.line1, 0 }, { given.line2, vim.v.maxcol }
  end
  local last = vim.fn.getline(to[1])
  if to[2] >= #last then
    to[2] = last == '' and 0 or #last + vim.str_utf_start(last, #last) - 1
  end
  return vim.lsp.util.make_given_range_params(from, to, 0, client.offset_encoding).range
end

--- The name or figure under the cursor: what a hover tells of.
local function under_cursor(client, found)
  ask(client, 'textDocument/hover', vim.lsp.util.make_position_params(0, client.offset_encoding), function(hover)
    if hover and hover.range then
      found(hover.range)
    else
      complain('no name or figure under the cursor, and nothing is selected')
    end
  end)
end

--- Puts something down about what is selected or under the cursor.
local function put_down(given, body, done)
  local client = running(0)
  if not client then
    return
  end
  local document = vim.lsp.util.make_text_document_params()
  local function at(range)
    run('beleg.annotate', { uri = document.uri, range = range, body = body }, function()
      say(done)
    end)
  end
  local range = selected(client, given)
  if range then
    at(range)
  else
    under_cursor(client, at)
  end
end

--- Lets the user write what was not said on the command line. Nothing happens when they break off.
local function wanted(words, prompt, written)
  if words ~= '' then
    return written(words)
  end
  vim.ui.input({ prompt = prompt }, function(input)
    if input and vim.trim(input) ~= '' then
      written(input)
    end
  end)
end

--- Shows Markdown as a hover does: the same command again goes into it, `q` closes it.
local function show(markdown, kind)
  if not markdown then
    return say('nothing is known of that')
  end
  local lines = vim.split(markdown, '\n', { trimempty = true })
  local _, window = vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'beleg-' .. kind })
  vim.wo[window].linebreak = true
end

--- What a card or a series is asked for: the words of the command line, else the place of the cursor.
local function subject(key, words)
  if words ~= '' then
    return { [key] = words }
  end
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'beleg' })[1]
  if client then
    local here = vim.lsp.util.make_position_params(0, client.offset_encoding)
    return { uri = here.textDocument.uri, position = here.position }
  end
  complain('no article here: say of what')
end

--- Findings of one file as entries of a quickfix list.
local function entries(file, encoding)
  local locations = vim.tbl_map(function(it)
    return { uri = file.uri, range = it.range, it = it }
  end, file.diagnostics)
  return vim.tbl_map(function(item)
    local finding = item.user_data.it
    item.text = ('%s [%s]'):format(finding.message, finding.code)
    item.type = ({ 'E', 'W', 'I', 'N' })[finding.severity]
    return item
  end, vim.lsp.util.locations_to_items(locations, encoding))
end

--- What was put down about this article, as entries of a location list.
local function remarks(trail, encoding)
  local uri = vim.uri_from_bufnr(0)
  local start = { line = 0, character = 0 }
  local locations = vim.tbl_map(function(it)
    local range = it.range ~= vim.NIL and it.range or nil
    return { uri = uri, range = range or { start = start, ['end'] = start }, it = it }
  end, trail)
  return vim.tbl_map(function(item)
    item.text = item.user_data.it.told
    return item
  end, vim.lsp.util.locations_to_items(locations, encoding))
end

local subcommands = {}

function subcommands.index()
  run('beleg.index', {}, function()
    say('reads the articles anew')
  end)
end

function subcommands.check()
  run('beleg.check', {}, function(files, client)
    local items = {}
    for _, file in ipairs(files or {}) do
      vim.list_extend(items, entries(file, client.offset_encoding))
    end
    vim.fn.setqflist({}, ' ', { title = TITLE, items = items })
    if #items == 0 then
      vim.cmd.cclose()
      return say('no findings')
    end
    vim.cmd('botright copen')
  end)
end

--- Shows what the server tells of a word or of the place of the cursor.
local function tell(kind, key, words)
  local argument = subject(key, words)
  if argument then
    run('beleg.' .. kind, argument, function(answer)
      show(answer, kind)
    end)
  end
end

function subcommands.card(words)
  tell('card', 'name', words)
end

function subcommands.series(words)
  tell('series', 'unit', words)
end

subcommands['sign-off'] = function(words, given)
  put_down(given, { type = 'sign-off', on = words ~= '' and words or nil }, 'signed off')
end

function subcommands.source(words, given)
  wanted(words, 'Source, title or address: ', function(source)
    local key = source:match('^https?://') and 'url' or 'title'
    put_down(given, { type = 'source', [key] = source }, 'source noted')
  end)
end

function subcommands.note(words, given)
  wanted(words, 'Note, or a question with its mark: ', function(text)
    put_down(given, { type = 'note', text = text, question = vim.endswith(text, '?') }, 'noted')
  end)
end

function subcommands.undo()
  run('beleg.undo', nil, function(undone)
    say(undone and 'taken back' or 'nothing to take back')
  end)
end

function subcommands.trail()
  run('beleg.trail', { uri = vim.uri_from_bufnr(0) }, function(trail, client)
    local items = remarks(trail or {}, client.offset_encoding)
    vim.fn.setloclist(0, {}, ' ', { title = TITLE, items = items })
    if #items == 0 then
      return say('nothing was put down about this article')
    end
    vim.cmd.lopen()
  end)
end

--- Runs what stands behind :Beleg.
function M.run(given)
  local name, words = given.args:match('^(%S+)%s*(.-)%s*$')
  local subcommand = subcommands[name]
  if subcommand then
    subcommand(words, given)
  else
    complain('no such command: ' .. name .. '; there are ' .. table.concat(M.complete('', ''), ', '))
  end
end

--- The subcommands that begin with what is written; none once the first word stands.
function M.complete(written, line)
  if line:match('Beleg%s+%S+%s') then
    return {}
  end
  local names = vim.tbl_filter(function(name)
    return vim.startswith(name, written)
  end, vim.tbl_keys(subcommands))
  table.sort(names)
  return names
end

return M
