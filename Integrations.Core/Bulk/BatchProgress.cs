namespace Integrations.Core.Bulk;

/// <summary>How far a batch is.</summary>
/// <param name="Left">Waiting or running.</param>
/// <param name="Cancelled">Not begun when the batch was cancelled, and left as they were.</param>
public sealed record BatchProgress(int Done, int Failed, int Left, int Cancelled);
