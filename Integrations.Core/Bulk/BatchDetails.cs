using Integrations.Primitives;

namespace Integrations.Core.Bulk;

/// <summary>A batch with one page of its items.</summary>
public sealed record BatchDetails(BatchView Batch, Page<BatchItemView> Items);
