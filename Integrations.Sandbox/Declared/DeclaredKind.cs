namespace Integrations.Sandbox.Declared;

/// <param name="Prefix">Before the id, as the vendor has it.</param>
internal sealed record DeclaredKind(string Name, string Shape, int Parts, string Prefix);
