using System.Diagnostics;

namespace Integrations.Benchmarks;

/// <summary>Listens to one of the process's diagnostic sources, to learn what a bare yardstick has to do.</summary>
internal abstract class DiagnosticRecorder(string source) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public bool IsOn { get; set; } = true;

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == source)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (IsOn)
        {
            Record(value.Key, value.Value);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    protected abstract void Record(string name, object? value);
}
