using Integrations.Primitives;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>The stored key ring was encrypted with another master key than the configured one.</summary>
public sealed class ForeignKeyRingException(SettingProblem problem) : Exception(problem.ToString());
