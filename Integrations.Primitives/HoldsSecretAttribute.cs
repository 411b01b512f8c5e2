namespace Integrations.Primitives;

/// <summary>Marks a type that holds a secret: it prints <c>***</c> and is no record (SECURITY T9, proven by reflection).</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class HoldsSecretAttribute : Attribute;
