"""What a name means in Python: imports and plain assignments give it another name, definitions make it
local.
"""

import ast
import builtins

from earnest.signals.adherence.syntax.python_measures import Flat, Function, constant_text

LOCAL = "local."
_BUILTINS = frozenset(dir(builtins))
_BINDING = frozenset(
    {ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.Name}
)


class Scopes:
    """A stack of scopes, each from a name to the dotted name it stands for."""

    def __init__(self, module: ast.Module, flat: Flat) -> None:
        """Read the names that a module binds at its top."""
        self._flat = flat
        self._stack: list[dict[str, str]] = [{}]
        self._modules: set[str] = set()
        self._bind_all(module.body)

    def enter(self, node: ast.AST) -> None:
        """Open the scope of a function, lambda or class and read the names it binds."""
        self._stack.append({})
        if isinstance(node, Function | ast.Lambda):
            for argument in ast.walk(node.args):
                if isinstance(argument, ast.arg):
                    self._stack[-1][argument.arg] = _local(argument.arg)
        if isinstance(node, Function):
            self._bind_all(node.body)

    def leave(self) -> None:
        """Close the innermost scope."""
        self._stack.pop()

    def resolve(self, node: ast.AST) -> str:
        """Return the dotted name of an expression; "?" stands for what reading cannot know.

        `getattr(os, "system")`, `builtins.eval` and `__builtins__["eval"]` become what they mean.
        """
        if isinstance(node, ast.Name):
            return self._lookup(node.id)
        if isinstance(node, ast.Attribute):
            return _joined(self.resolve(node.value), node.attr)
        if isinstance(node, ast.Subscript):
            return self._subscript(node)
        if isinstance(node, ast.Call) and self.resolve(node.func) == "getattr" and len(node.args) >= 2:
            return _joined(self.resolve(node.args[0]), constant_text(node.args[1]) or "?")
        return self._imported(node)

    def _imported(self, node: ast.AST) -> str:
        if not isinstance(node, ast.Call):
            return "?"
        module = imported_name(self.resolve(node.func), node)
        return module or "?"

    def _subscript(self, node: ast.Subscript) -> str:
        name = self.resolve(node.value)
        key = constant_text(node.slice)
        if name in {"__builtins__", "sys.modules", "builtins.__dict__", "vars"} and key:
            return key
        return "?"

    def is_module(self, node: ast.AST) -> bool:
        """Whether an expression is an imported name, so that its attributes are that module's."""
        while isinstance(node, ast.Attribute):
            node = node.value
        if not isinstance(node, ast.Name):
            return False
        meant = self._lookup(node.id)
        return meant.lstrip(".").partition(".")[0] in self._modules

    def _lookup(self, name: str) -> str:
        for scope in reversed(self._stack):
            if name in scope:
                return scope[name]
        return name

    def _bind_all(self, body: list[ast.stmt]) -> None:
        for node in self._flat.own(body):
            if type(node) in _BINDING:
                self._bind(node)

    def _bind(self, node: ast.AST) -> None:
        scope = self._stack[-1]
        if isinstance(node, ast.Import):
            for one in node.names:
                scope[one.asname or one.name.partition(".")[0]] = (
                    one.name if one.asname else one.name.partition(".")[0]
                )
            self._modules.update(one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            self._modules.add((node.module or ".").partition(".")[0])
            for one in node.names:
                owner = "" if node.module == "builtins" else f"{'.' * node.level}{node.module or ''}."
                scope[one.asname or one.name] = f"{owner}{one.name}"
        elif isinstance(node, Function | ast.ClassDef):
            scope[node.name] = _local(node.name)
        elif isinstance(node, ast.Assign):
            self._assign(node)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            scope.setdefault(node.id, _local(node.id))

    def _assign(self, node: ast.Assign) -> None:
        target = node.targets[0]
        if len(node.targets) != 1 or not isinstance(target, ast.Name):
            return
        meant = self.resolve(node.value)
        self._stack[-1][target.id] = _local(target.id) if "?" in meant or meant.startswith(LOCAL) else meant


def imported_name(called: str, node: ast.Call) -> str | None:
    """Return the module that `__import__("x")` or `importlib.import_module("x")` gives, or None."""
    if called not in {"__import__", "importlib.import_module", "importlib.__import__"}:
        return None
    named = [one.value for one in node.keywords if one.arg == "name"]
    return constant_text(next(iter((*node.args, *named)), None))


def _local(name: str) -> str:
    """Name a local thing: it keeps its name, except where it hides a builtin: then it must not be taken for
    it.
    """
    return LOCAL + name if name in _BUILTINS else name


def _joined(left: str, right: str) -> str:
    if left in {"builtins", "__builtins__"}:
        return right
    return f"{left}.{right}"
