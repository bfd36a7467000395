#!/usr/bin/env python3
"""Writes a PDF by hand, as tests want them: no library has to agree that it should be possible.

pdf.py OUT [--box W,H] [--turn DEGREES] [--password WORD] [--active] [--bomb MB] [--times N] [PAGE...]

A page is the names of its pictures (PNG), apart by commas, one below the other; "" is a page without. --times repeats the
last page; --bomb gives the last page that many megabytes of content, packed small; --active asks the program that
opens it for all that a document can ask for."""
import argparse
import hashlib
import struct
import zlib

PAD = bytes.fromhex('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A')


def rc4(key, data):
    s, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + s[i] + key[i % len(key)]) % 256
        s[i], s[j] = s[j], s[i]
    i = j = 0
    for c in data:
        i = (i + 1) % 256
        j = (j + s[i]) % 256
        s[i], s[j] = s[j], s[i]
        out.append(c ^ s[(s[i] + s[j]) % 256])
    return bytes(out)


class Pdf:
    def __init__(self, password):
        self.objects, self.key, self.trailer = [], None, b''
        if password:  # ISO 32000-1 7.6.3, algorithms 2 to 4, revision 2
            mark, word = b'kenpin-test-mark', (password.encode() + PAD)[:32]
            owner = rc4(hashlib.md5(word).digest()[:5], word)
            self.key = hashlib.md5(word + owner + struct.pack('<i', -4) + mark).digest()[:5]
            self.trailer = b'/ID[<%s><%s>]/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>' % (
                mark.hex().encode(), mark.hex().encode(), owner.hex().encode(), rc4(self.key, PAD).hex().encode())

    def add(self, text, stream=None):
        number = len(self.objects) + 1
        if stream is not None:
            if self.key:
                stream = rc4(hashlib.md5(self.key + struct.pack('<I', number)[:3] + b'\0\0').digest()[:10], stream)
            text = b'<<%s/Length %d>>\nstream\n%s\nendstream' % (text, len(stream), stream)
        self.objects.append(text)
        return number

    def write(self, path, root):
        out, at = bytearray(b'%PDF-1.7\n'), []
        for number, text in enumerate(self.objects, 1):
            at.append(len(out))
            out += b'%d 0 obj\n%s\nendobj\n' % (number, text)
        start = len(out)
        out += b'xref\n0 %d\n0000000000 65535 f \n' % (len(at) + 1) + b''.join(b'%010d 00000 n \n' % a for a in at)
        out += b'trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n' % (len(at) + 1, root, self.trailer, start)
        with open(path, 'wb') as f:
            f.write(out)


def add_picture(pdf, path):
    """A PNG's own data: a PDF packs pixels the same way."""
    data, at, packed = open(path, 'rb').read(), 8, b''
    while at < len(data):
        size, kind = struct.unpack('>I4s', data[at:at + 8])
        if kind == b'IHDR':
            width, height, bits, colour = struct.unpack('>IIBB', data[at + 8:at + 18])
        if kind == b'IDAT':
            packed += data[at + 8:at + 8 + size]
        at += size + 12
    colours, space = {0: (1, b'Gray'), 2: (3, b'RGB')}[colour]
    return width, height, pdf.add(
        b'/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/Device%s/BitsPerComponent %d/Filter/FlateDecode'
        b'/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>' %
        (width, height, space, bits, colours, bits, width), packed)


def bomb(megabytes):
    pack, spaces = zlib.compressobj(9), b' ' * (1 << 20)
    return b''.join(pack.compress(spaces) for _ in range(megabytes)) + pack.flush()


ACTIVE = (b'/OpenAction<</S/JavaScript/JS(app.launchURL\\("http://127.0.0.1:%(port)s/js"\\))>>'
          b'/AA<</WC<</S/Launch/F(/bin/touch)/Win<</F(/bin/touch)/P(launched)>>>>>>'
          b'/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(this.submitForm\\("http://127.0.0.1:%(port)s/form"\\))>>]>>>>')


def main():
    p = argparse.ArgumentParser()
    p.add_argument('out')
    p.add_argument('--box', default='595,842')
    p.add_argument('--turn', type=int, default=0)
    p.add_argument('--password')
    p.add_argument('--active', metavar='PORT')
    p.add_argument('--bomb', type=int)
    p.add_argument('--times', type=int, default=1)
    p.add_argument('page', nargs='*', default=[''])
    a = p.parse_intermixed_args()
    width, height = map(float, a.box.split(','))
    pdf, pictures, kids = Pdf(a.password), {}, []
    root, tree = pdf.add(b''), pdf.add(b'')
    for page in a.page:
        content, names, y = b'', b'', height
        for n, path in enumerate(filter(None, page.split(','))):
            if path not in pictures:
                pictures[path] = add_picture(pdf, path)
            w, h, number = pictures[path]
            scale = 0.24 * 2  # 150 dots an inch
            y -= h * scale
            content += b'q %f 0 0 %f 20 %f cm /P%d Do Q\n' % (w * scale, h * scale, y, n)
            names += b'/P%d %d 0 R' % (n, number)
        packed = bomb(a.bomb) if a.bomb and page is a.page[-1] else None
        body = pdf.add(b'/Filter/FlateDecode' if packed else b'', packed or content)
        more = b''
        if a.active:
            url = b'http://127.0.0.1:%s/' % a.active.encode()
            more = (b'/AA<</O<</S/URI/URI(%sopen)>>>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A<</S/URI'
                    b'/URI(%slink)>>>><</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(/bin/touch launched)>>>>]' %
                    (url, url))
            names += b'/Far %d 0 R' % pdf.add(b'/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray'
                                              b'/BitsPerComponent 8/F<</FS/URL/F(%sfar)>>' % url, b'')
        for _ in range(a.times if page is a.page[-1] else 1):
            kids.append(pdf.add(b'<</Type/Page/Parent %d 0 R/MediaBox[0 0 %f %f]/Rotate %d/Contents %d 0 R'
                                b'/Resources<</XObject<<%s>>>>%s>>' % (tree, width, height, a.turn, body, names, more)))
    pdf.objects[tree - 1] = b'<</Type/Pages/Count %d/Kids[%s]>>' % (len(kids), b' '.join(b'%d 0 R' % k for k in kids))
    active = ACTIVE.replace(b'%(port)s', a.active.encode()) if a.active else b''
    pdf.objects[root - 1] = b'<</Type/Catalog/Pages %d 0 R%s>>' % (tree, active)
    pdf.write(a.out, root)


main()
