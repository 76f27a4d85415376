" beleg for Vim with ALE: ~/.vim/after/plugin/beleg.vim
let g:ale_linters = extend(get(g:, 'ale_linters', {}), {'text': ['beleg'], 'markdown': ['beleg']})
for s:type in ['text', 'markdown']
    call ale#linter#Define(s:type, {
    \   'name': 'beleg',
    \   'lsp': 'stdio',
    \   'executable': 'beleg',
    \   'command': '%e lsp',
    \   'language': {-> &filetype is# 'text' ? 'plaintext' : &filetype},
    \   'project_root': {buffer -> fnamemodify(findfile('beleg.toml', fnamemodify(bufname(buffer), ':p:h') .. ';'), ':p:h')},
    \})
endfor
