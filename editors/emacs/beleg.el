;;; beleg.el --- beleg for Emacs with Eglot: load it from your init file  -*- lexical-binding: t -*-

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '(((text-mode :language-id "plaintext") (markdown-mode :language-id "markdown")) . ("beleg" "lsp"))))

;; What a `beleg.toml' lies in is the archive.
(add-hook 'project-find-functions
          (lambda (folder)
            (let ((root (locate-dominating-file folder "beleg.toml")))
              (and root (cons 'transient root)))))

;; Of the modes for texts, these alone: HTML and commit messages are derived from `text-mode', too.
(add-hook 'text-mode-hook
          (lambda ()
            (when (and buffer-file-name (memq major-mode '(text-mode markdown-mode)))
              (eglot-ensure))))
;;; beleg.el ends here
