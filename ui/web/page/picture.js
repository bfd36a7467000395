// Pictures of a box: dropped, pasted, or taken with the device's own camera. The server reads them as they are.

// onPicture(blob) for each.
export function watchPictures({input, onPicture, onDrag}) {
    input.addEventListener('change', () => {
        for (const file of input.files) onPicture(file)
        input.value = ''
    })
    window.addEventListener('paste', e => {
        const files = [...e.clipboardData?.files ?? []]
        if (files.length === 0) return
        e.preventDefault()
        files.forEach(onPicture)
    })
    window.addEventListener('dragover', e => {
        e.preventDefault()
        onDrag(true)
    })
    window.addEventListener('dragleave', e => e.relatedTarget === null && onDrag(false))
    window.addEventListener('drop', e => {
        e.preventDefault()
        onDrag(false)
        for (const file of e.dataTransfer.files) onPicture(file)
    })
}
